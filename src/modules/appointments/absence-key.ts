/** T6: an appointment is missed, or cancelled too late, once: this key in the ledger is what makes it so. */
export const absenceKey = ({ id }: { readonly id: number }): string => `appointment:${id}:absence`;
