// Runs before the first paint. Kept tiny and apart: the content security policy forbids inline scripts.
try {
  const theme = localStorage.getItem('atenta.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // A browser that forbids storage follows the system.
}
