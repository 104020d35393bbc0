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

  // Where the navigation is longer than the window, the present entry is in sight.
  const here = document.querySelector(".ql-sidenav [aria-current]");
  const column = here && here.closest(".ql-sidenav__inner");
  if (column && here.offsetTop + here.offsetHeight > column.clientHeight) {
    column.scrollTop = here.offsetTop - column.clientHeight / 2;
  }

  // Leafing with the arrow keys, in a meeting: they follow the links that say so. Never while somebody types, nor inside
  // a region that scrolls sideways.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select, [role=region]")) return;
    const link = document.querySelector(`a[data-leaf="${event.key}"]`);
    if (link) link.click();
  });

  // What went wrong gets the focus, so that a screen reader begins there.
  const focusTrouble = (root) => {
    const trouble = root.querySelector("[data-focus]");
    if (trouble) trouble.focus();
    return Boolean(trouble);
  };

  // Leaving a page with unsaved words asks first. Forms opt in with data-guard; what autosaves counts by itself.
  const changed = new Set();
  const heldBy = (element) => element.closest("[data-autosaves], form[data-guard]");
  document.addEventListener("input", (event) => {
    const held = heldBy(event.target);
    if (held) changed.add(held);
  });
  document.addEventListener("submit", (event) => {
    for (const held of changed) if (event.target.contains(held)) changed.delete(held);
  });
  window.addEventListener("beforeunload", (event) => {
    for (const held of changed) if (!held.isConnected) changed.delete(held);
    if (changed.size) event.preventDefault();
  });

  // Autosave says that it saves, that it saved, and above all that it did not.
  const statusOf = (element) => {
    const own = element.closest("[data-autosaves]").querySelector("[data-autosave]");
    return own || (element.closest("form") || document).querySelector("[data-autosave]");
  };
  const say = (status, state, words) => {
    status.dataset.state = state;
    // Said once: a screen reader would read the same again.
    if (status.textContent !== words) status.textContent = words;
  };
  // Lists that are only looked at inside such a place are no saving.
  const savingOf = (event) =>
    event.detail.requestConfig?.verb === "get" ? null : event.target.closest("[data-autosaves]");
  const unsent = new Set();
  document.addEventListener("htmx:beforeRequest", (event) => {
    const saving = savingOf(event);
    if (!saving) return;
    // Two texts stand side by side: which one counts is decided with the button, not by typing on.
    if (saving.querySelector(".ql-conflict")) {
      event.preventDefault();
      return;
    }
    // Words typed while the request is under way count as unsaved again.
    changed.delete(saving);
    const status = statusOf(event.target);
    if (status) say(status, "saving", "Speichert …");
  });
  // Whoever is signed out is sent to sign in, and what stands on the page would be gone: it stays instead, until the
  // same person has signed in again in another window.
  const signedOut = (xhr) => Boolean(xhr && xhr.getResponseHeader("HX-Redirect"));
  const waiting = new Set();
  const askToSignIn = (status) => {
    say(status, "failed", "Nicht gespeichert: Sie sind nicht mehr angemeldet. Ihre Eingaben stehen noch hier und werden gesendet, sobald Sie ");
    const link = document.createElement("a");
    link.href = "/konto/login/";
    link.target = "_blank";
    link.textContent = "sich in einem neuen Fenster anmelden";
    status.append(link, ".");
  };
  let asking = false;
  const comeBack = async () => {
    if (!waiting.size || asking || document.hidden) return;
    asking = true;
    try {
      const answer = await fetch(location.href, { redirect: "manual" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const saving of waiting) {
        const form = saving.closest("form");
        const fresh = page.getElementById(form.id);
        const status = statusOf(saving);
        if (!fresh || fresh.dataset.person !== form.dataset.person) {
          say(status, "failed", "Nicht gespeichert: In diesem Browser ist jetzt jemand anderes angemeldet, oder der Bogen ist geschlossen. Sichern Sie Ihren Text.");
          continue;
        }
        // Signing in makes the old proof that the form is ours worthless.
        form.elements.csrfmiddlewaretoken.value = fresh.elements.csrfmiddlewaretoken.value;
        waiting.delete(saving);
        htmx.trigger(saving, "resend");
      }
    } catch {
      // No connection: asked again in a moment.
    } finally {
      asking = false;
    }
  };
  window.addEventListener("focus", comeBack);
  document.addEventListener("visibilitychange", comeBack);
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (savingOf(event) && signedOut(event.detail.xhr)) event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const { successful, xhr } = event.detail;
    const saving = savingOf(event);
    const held = event.detail.requestConfig?.verb === "get" ? null : heldBy(event.target);
    if (held && !successful) changed.add(held);
    if (!saving) return;
    unsent.delete(saving);
    const status = statusOf(event.target);
    // Somebody else's page (a sign-in, say) is no word that anything was saved.
    const confirmed = saving.dataset.autosaves !== "confirmed";
    if (!status || status.dataset.state !== "saving") return;
    if (successful && confirmed) {
      say(status, "saved", "Gespeichert");
    } else if (!successful && (!xhr || xhr.status === 0 || xhr.status >= 500)) {
      unsent.add(saving);
      say(status, "failed", "Keine Verbindung. Ihre Eingaben stehen noch hier und werden wieder gesendet.");
    } else if (signedOut(xhr)) {
      changed.add(saving);
      waiting.add(saving);
      askToSignIn(status);
    } else {
      changed.add(saving);
      say(status, "failed", "Nicht gespeichert. Bitte speichern Sie noch einmal.");
    }
  });
  // A field that comes back with both texts keeps what was typed since it was sent, and the place of writing.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { target, fragment } = event.detail;
    for (const typed of target.querySelectorAll("textarea")) {
      const next = fragment.querySelector(`#${CSS.escape(typed.id)}`);
      if (!next) continue;
      next.value = typed.value;
      if (typed !== document.activeElement) continue;
      const place = typed.selectionEnd;
      setTimeout(() => {
        next.focus();
        next.setSelectionRange(place, place);
      });
    }
  });
  const sendAgain = () => {
    for (const saving of unsent) {
      if (saving.isConnected) htmx.trigger(saving, "resend");
      else unsent.delete(saving);
    }
  };
  window.addEventListener("online", sendAgain);
  setInterval(() => {
    sendAgain();
    comeBack();
  }, 5000);

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
