// Preloaded into a desk of the journeys (node --import): its clock is the machine's, plus the milliseconds that stand in
// the file that CLOCK_AHEAD_FILE names. The product knows nothing of it.
import { readFileSync } from 'node:fs';

const file = process.env['CLOCK_AHEAD_FILE'] ?? '';
const machine = Date.now;
Date.now = () => machine() + Number(readFileSync(file, 'utf8'));
