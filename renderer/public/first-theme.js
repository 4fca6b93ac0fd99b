// Before anything is painted: the theme of last time, so that nothing flashes while the page loads.
try {
  const theme = localStorage.getItem('carputer.theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch {
  // A browser that keeps nothing begins at night.
}
