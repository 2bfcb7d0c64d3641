// Owns the backup: one file with all that a desk is, its proof, and its way back.
export { type ReadBackup, readBackup } from './backup/read-backup.ts';
export { restoreBackup } from './backup/restore-backup.ts';
export { isPartial, type WrittenBackup, writeBackup } from './backup/write-backup.ts';
