// Sets the chosen theme before the page is painted; without a choice the system decides. Loaded in <head>, blocking.
{
  const chosen = localStorage.getItem("shop-theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
}
