import { useEffect, useState } from 'react';

/** A value once it has stood still for a moment: what is being typed is not searched letter by letter. */
export function useSettled<T>(value: T, milliseconds = 160): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
