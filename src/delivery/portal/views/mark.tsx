/** The desk's sign: a clock's face that is open, and somebody in the opening. */
export const Mark = () => (
  <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
    <path class="mark-ring" d="M20.6 5.4A11.5 11.5 0 1 0 26.6 11.4" />
    <circle class="mark-dot" cx="24.6" cy="7.4" r="3.6" />
    <path class="mark-hand" d="M16 10.5V16.5L12 19.5" />
  </svg>
);
