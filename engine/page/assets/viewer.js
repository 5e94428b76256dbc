// Two pictures of one place, one over the other, with a slider between them. Without this script they
// stand side by side. The slider is an ordinary range input, so the keyboard moves it too.

for (const viewer of document.querySelectorAll("[data-viewer]")) {
  const slider = viewer.querySelector("label.slider");
  const range = slider.querySelector("input");
  const show = () => viewer.style.setProperty("--split", `${range.value}%`);
  viewer.classList.add("over");
  slider.hidden = false;
  range.addEventListener("input", show);
  show();
}
