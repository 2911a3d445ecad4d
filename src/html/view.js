// Marks the letters that changed, without an element around them: the letters of a word stay joined. A browser without
// the Custom Highlight API shows the whole word underlined.
document.querySelectorAll(".naskh:not(.done)").forEach((view) => {
  view.classList.add("done");
  if (window.Highlight && CSS.highlights) {
    view.classList.add("exact");
    for (const token of view.querySelectorAll("[data-marks]")) {
      const text = token.firstChild;
      for (const [, start, kind, length] of token.dataset.marks.matchAll(/(\d+)([nml])(\d+)/g)) {
        const name = "naskh-" + kind;
        if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
        const end = +start + +length;
        CSS.highlights.get(name).add(
          new StaticRange({ startContainer: text, startOffset: +start, endContainer: text, endOffset: end }));
      }
    }
  }
  // A note that would leave the window is moved back into it.
  view.addEventListener("mouseover", (event) => {
    const note = event.target.closest(".token")?.querySelector("i");
    if (!note) return;
    note.style.translate = "none";
    const left = note.getBoundingClientRect().left;
    if (left < 8) note.style.translate = `${8 - left}px`;
  });
});
