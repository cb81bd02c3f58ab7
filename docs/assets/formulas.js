// Sets every formula that pymdownx.arithmatex has marked: \(...\) in a line, \[...\] on its own.
document.addEventListener("DOMContentLoaded", () => {
  for (const place of document.querySelectorAll(".arithmatex")) {
    const text = place.textContent.trim();
    katex.render(text.slice(2, -2), place, { displayMode: text.startsWith("\\["), throwOnError: true });
  }
});
