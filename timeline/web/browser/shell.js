// Takes away the page that the server sent first, as soon as Streamlit has drawn the same. It touches #shell only, and
// hands the place to which the reader has scrolled to the living page.

const shell = document.getElementById("shell");
if (shell) {
  const has = (/** @type {string} */ selector) => document.querySelector(selector) !== null;
  const done = () => {
    const app = document.querySelector('[data-testid="stApp"]');
    const head = has(".st-key-top .part-head"); // it stands over the rest, which jumps when it comes late
    if (shell.dataset.main === "yes" && head && has(".st-key-main .part-list")) return true;
    const drawn = head && has(".st-key-panel .part-panel");
    return app instanceof HTMLElement && app.dataset.testScriptState === "notRunning" && (drawn || has('[data-testid="stException"]'));
  };
  const look = () => {
    if (!document.getElementById("shell")) return observer.disconnect();
    if (!done()) return;
    observer.disconnect();
    const top = shell.scrollTop;
    requestAnimationFrame(() => {
      shell.remove();
      const main = document.querySelector('[data-testid="stMain"]');
      if (main && top) main.scrollTop = top;
    });
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-test-script-state"] });
  look();
}
