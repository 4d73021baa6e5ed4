/* Show the buttons for passkeys where the browser knows passkeys, and say when one was not used. */
(() => {
  const { failure } = document.currentScript.dataset;

  document.querySelectorAll("[data-passkey]").forEach((button) => {
    button.hidden = !window.PublicKeyCredential;
  });

  document.addEventListener("allauth.error", () => {
    const item = Object.assign(document.createElement("li"), { className: "error", textContent: failure });
    const messages = document.querySelector(".messages");
    messages.querySelector("ul")?.remove();
    const list = document.createElement("ul");
    list.append(item);
    messages.prepend(list);
  });
})();
