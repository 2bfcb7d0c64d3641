/** Said wherever an administrator looks whether all is well. */
export const heldWords =
  'this desk was restored and is held: it sends and fetches no mail and lets no time decide. When the desk it came from is off: atenta restore release';
