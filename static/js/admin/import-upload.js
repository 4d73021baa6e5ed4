// Say that files are too large before they are sent.
(() => {
  const input = document.querySelector("input[type=file][data-max-bytes]");
  const check = () => {
    const size = [...input.files].reduce((sum, file) => sum + file.size, 0);
    input.setCustomValidity(size > Number(input.dataset.maxBytes) ? input.dataset.tooLarge : "");
    input.reportValidity();
  };
  input?.addEventListener("change", check);
})();
