// A long piece of work is done step by step: each step is a form, which this sends by itself.
document.querySelector("form[data-auto-submit]")?.requestSubmit();
