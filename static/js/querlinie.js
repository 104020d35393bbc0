// Comfort only: every page works without this file.
"use strict";

(() => {
  // Menus are <details>: Escape and a click elsewhere close them.
  const openMenus = () => document.querySelectorAll("details[data-menu][open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus()) {
      const held = menu.contains(document.activeElement);
      menu.open = false;
      if (held) menu.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  });

  // What went wrong gets the focus, so that a screen reader begins there.
  const focusTrouble = (root) => {
    const trouble = root.querySelector("[data-focus]");
    if (trouble) trouble.focus();
    return Boolean(trouble);
  };

  // Leaving a form with unsaved words asks first. Forms opt in with data-guard.
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (form) changed.add(form);
  });
  document.addEventListener("submit", (event) => changed.delete(event.target));
  window.addEventListener("beforeunload", (event) => {
    for (const form of changed) if (!form.isConnected) changed.delete(form);
    if (changed.size) event.preventDefault();
  });

  // Autosave says that it saves, that it saved, and above all that it did not.
  const statusOf = (element) => (element.closest("form") || document).querySelector("[data-autosave]");
  const say = (status, state, words) => {
    status.dataset.state = state;
    status.textContent = words;
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("[data-autosaves]");
    if (!form) return;
    // Words typed while the request is under way count as unsaved again.
    changed.delete(form);
    const status = statusOf(event.target);
    if (status) say(status, "saving", "Speichert …");
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const guarded = event.target.closest("form[data-guard]");
    if (guarded && !event.detail.successful) changed.add(guarded);
    const form = event.target.closest("[data-autosaves]");
    if (!form) return;
    const status = statusOf(event.target);
    if (event.detail.successful) {
      if (status && status.dataset.state === "saving") say(status, "saved", "Gespeichert");
    } else if (status) {
      say(status, "failed", "Nicht gespeichert. Bitte speichern Sie noch einmal.");
    }
  });

  // After a swap: trouble first; else the element that asked for it.
  document.addEventListener("htmx:afterSwap", (event) => {
    const root = event.detail.elt || event.target;
    if (focusTrouble(root)) return;
    const wanted = root.matches("[data-focus-after]") ? root : root.querySelector("[data-focus-after]");
    if (wanted) wanted.focus();
  });

  document.addEventListener("DOMContentLoaded", () => {
    focusTrouble(document);
    // A button that copies a field is shown where browsers can copy; elsewhere the field is marked by hand.
    if (navigator.clipboard) {
      for (const button of document.querySelectorAll("[data-copy]")) {
        button.hidden = false;
        button.addEventListener("click", async () => {
          const field = document.getElementById(button.dataset.copy);
          field.select();
          await navigator.clipboard.writeText(field.value);
          button.querySelector(".kern-label").textContent = "Kopiert";
        });
      }
    }
    // A form that came back with errors still holds words that are saved nowhere.
    for (const form of document.querySelectorAll("form[data-guard]")) {
      if (form.querySelector("[data-focus]")) changed.add(form);
    }
  });
})();
