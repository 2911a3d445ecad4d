// Marks the letters that changed by a background of their word, without an element or a range around them: whatever cuts
// the text, cuts joined letters and ligatures in some font. Without this script, the whole word stays underlined.
{
  const colours = { n: "var(--nothing)", m: "var(--marks)", l: "var(--letters)" };
  // Where each changed letter lies, in per cent of the width of its word: holds for every size of the window.
  const places = (word) => {
    const box = word.getBoundingClientRect();
    const range = document.createRange();
    return [...word.dataset.marks.matchAll(/(\d+)([nml])(\d+)/g)].map(([, start, loss, length]) => {
      let at = +start;
      range.setEnd(word.firstChild, at + +length);
      // A letter inside a ligature may have no width of its own: the letters before it are marked too.
      do range.setStart(word.firstChild, at);
      while (range.getBoundingClientRect().width < 1 && at-- > 0);
      const { left, right } = range.getBoundingClientRect();
      return [left, right].map((x) => (100 * (x - box.left)) / box.width).concat(colours[loss]);
    });
  };
  const gradient = (marks) => {
    const stops = marks
      .sort((a, b) => a[0] - b[0])
      .map(([left, right, colour]) => `transparent ${left}%, ${colour} ${left}% ${right}%, transparent ${right}%`);
    return `linear-gradient(to right, ${stops.join(", ")})`;
  };
  for (const view of document.querySelectorAll(".naskh:not(.exact)")) {
    const words = [...view.querySelectorAll("[data-marks]:not(.unseen)")];
    // First all looks, then all changes: the page is laid out once.
    const marks = words.map(places);
    words.forEach((word, i) => (word.style.backgroundImage = gradient(marks[i])));
    view.classList.add("exact");
    // A note that would leave the window is moved back into it.
    view.addEventListener("mouseover", (event) => {
      const note = event.target.closest(".token")?.querySelector("i");
      if (!note) return;
      note.style.translate = "none";
      const left = note.getBoundingClientRect().left;
      if (left < 8) note.style.translate = `${8 - left}px`;
    });
  }
}
