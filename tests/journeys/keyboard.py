"""Going through a page without a mouse."""

FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return true;  // between the last element and the first
  const seen = [element, element.closest(".card")].some(
    (one) => one && getComputedStyle(one).outlineStyle !== "none"
      && parseFloat(getComputedStyle(one).outlineWidth) >= 2);
  const box = element.getBoundingClientRect();
  return seen && box.width > 0 && box.bottom > 0 && box.top < innerHeight;
}"""


def tab_to(reader, target, most=60):
    """Press Tab until `target` has the focus, which has to be seen at each stop."""
    for _ in range(most):
        reader.keyboard.press("Tab")
        assert reader.evaluate(FOCUS), reader.evaluate("document.activeElement.outerHTML")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached")
