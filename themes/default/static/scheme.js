// Light or dark, as a reader wishes. Without this, and until somebody chooses, the system decides. The stylesheets say
// only once what is different in the dark, under `prefers-color-scheme`; a choice rewrites that condition.
(() => {
  const DARK = "(prefers-color-scheme: dark)";
  const KEY = "ripple:scheme";
  const system = matchMedia(DARK);
  const written = new WeakMap();

  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };

  const rewrite = (rules, choice) => {
    for (const rule of rules) {
      if (rule.cssRules && !(rule instanceof CSSMediaRule)) rewrite(rule.cssRules, choice);
      if (!(rule instanceof CSSMediaRule)) continue;
      const condition = written.get(rule) ?? rule.media.mediaText;
      if (!condition.includes(DARK)) continue;
      written.set(rule, condition);
      // Paper is always light.
      const shown = condition === DARK ? "screen" : condition.replace(DARK, "(min-width: 0)");
      rule.media.mediaText = { dark: shown, light: "not all" }[choice] ?? condition;
    }
  };

  // Whether it could be done: a page that was opened from disk may not look into its stylesheets.
  const wear = (choice) => {
    try {
      for (const sheet of document.styleSheets) rewrite(sheet.cssRules, choice);
    } catch {
      return false;
    }
    document.documentElement.style.colorScheme = choice ?? "";
    return true;
  };

  let choice = stored();
  const works = wear(choice);

  const button = () => document.querySelector("[data-scheme]");
  const isDark = () => (choice ?? (system.matches ? "dark" : "light")) === "dark";
  const say = () => {
    const told = button();
    if (!told) return;
    told.hidden = !works;
    told.querySelector("button").textContent = isDark() ? told.dataset.light : told.dataset.dark;
  };
  const choose = (wanted) => {
    choice = wanted;
    wear(choice);
    say();
  };

  addEventListener("DOMContentLoaded", () => {
    say();
    button()?.addEventListener("click", () => {
      const wanted = isDark() ? "light" : "dark";
      const own = wanted === (system.matches ? "dark" : "light");
      try {
        if (own) localStorage.removeItem(KEY);
        else localStorage.setItem(KEY, wanted);
      } catch {
        // Then it holds for this page.
      }
      choose(own ? null : wanted);
    });
  });
  system.addEventListener("change", say);
  addEventListener("storage", (event) => event.key === KEY && choose(event.newValue));
  // A stylesheet that comes later, as in the preview.
  addEventListener("load", (event) => event.target.localName === "link" && wear(choice), true);
})();
