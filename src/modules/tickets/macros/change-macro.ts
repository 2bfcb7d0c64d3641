import { type Declined, decline } from '../../../kernel/declined.ts';
import type { Tx } from '../../../platform/database/index.ts';
import { recordAudit } from '../../people/index.ts';
import type { DeskWriter } from '../desk-writer.ts';
import { judgeMacro } from './judge-macro.ts';
import { type Macro, type MacroTexts, macrosMax } from './model.ts';
import {
  countMacros,
  deleteMacro,
  insertMacro,
  isMacroNameTaken,
  lockMacro,
  updateMacroRow,
} from './store.ts';

export interface NewMacro {
  readonly name: string;
  readonly texts: MacroTexts;
  /** For the whole desk; else for whoever writes it. */
  readonly shared: boolean;
}

/** Declined: `macro-of-desk`, what judgeMacro says, `macros-too-many`, `name-in-use`. */
export async function createMacro(
  tx: Tx,
  { name, texts, shared }: NewMacro,
  by: DeskWriter,
): Promise<Macro | Declined> {
  if (shared && !by.supervises) return decline('macro-of-desk');
  const wrong = judgeMacro(texts);
  if (wrong !== null) return wrong;
  const ownerPersonId = shared ? null : by.personId;
  if ((await countMacros(tx, ownerPersonId)) >= macrosMax) {
    return decline('macros-too-many', { max: macrosMax });
  }
  const macro = await insertMacro(tx, { ownerPersonId, name, texts, ...changedBy(by) });
  if (macro === null) return decline('name-in-use', { name });
  await auditShared(tx, 'macro.created', [macro], by);
  return macro;
}

/** Null when it is nobody's whom this person knows of; declined as createMacro. */
export async function updateMacro(
  tx: Tx,
  macroId: number,
  change: NewMacro,
  by: DeskWriter,
): Promise<Macro | Declined | null> {
  const macro = await lockMacro(tx, macroId, by.personId);
  if (macro === undefined) return null;
  const wasShared = macro.ownerPersonId === null;
  if ((wasShared || change.shared) && !by.supervises) return decline('macro-of-desk');
  const wrong = judgeMacro(change.texts);
  if (wrong !== null) return wrong;
  const changed: Macro = {
    id: macroId,
    ownerPersonId: change.shared ? null : by.personId,
    name: change.name,
    texts: change.texts,
    ...changedBy(by),
  };
  if (wasShared !== change.shared && (await countMacros(tx, changed.ownerPersonId)) >= macrosMax) {
    return decline('macros-too-many', { max: macrosMax });
  }
  if (await isMacroNameTaken(tx, changed)) return decline('name-in-use', { name: change.name });
  await updateMacroRow(tx, changed);
  await auditShared(tx, 'macro.changed', [macro, changed], by);
  return changed;
}

/** False when it is nobody's whom this person knows of. Declined: `macro-of-desk`. */
export async function removeMacro(
  tx: Tx,
  macroId: number,
  by: DeskWriter,
): Promise<boolean | Declined> {
  const macro = await lockMacro(tx, macroId, by.personId);
  if (macro === undefined) return false;
  if (macro.ownerPersonId === null && !by.supervises) return decline('macro-of-desk');
  await deleteMacro(tx, macroId);
  await auditShared(tx, 'macro.removed', [macro], by);
  return true;
}

const changedBy = ({ personId, acting }: DeskWriter) => ({
  changedByPersonId: personId,
  changedAt: acting.at,
});

/** What everybody sends is told of; what a person keeps for itself is its own business. */
async function auditShared(
  tx: Tx,
  action: string,
  states: readonly Macro[],
  { acting }: DeskWriter,
): Promise<void> {
  const shared = states.find(({ ownerPersonId }) => ownerPersonId === null);
  if (shared === undefined) return;
  await recordAudit(tx, acting, {
    action,
    subject: `macro:${shared.id}`,
    detail: { name: shared.name },
  });
}
