// Lets a device make or use a passkey, and puts what it says into the form.
// Without it every other way to sign in works as before.
(() => {
  "use strict";
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  const wished = (form) => {
    const asked = JSON.parse(form.dataset.asked);
    asked.challenge = bytes(asked.challenge);
    if (asked.user) asked.user.id = bytes(asked.user.id);
    for (const list of [asked.allowCredentials, asked.excludeCredentials])
      for (const one of list || []) one.id = bytes(one.id);
    return { publicKey: asked };
  };

  const said = (made) => {
    const response = { clientDataJSON: text(made.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"])
      if (made.response[name]) response[name] = text(made.response[name]);
    if (made.response.getTransports) response.transports = made.response.getTransports();
    const rawId = text(made.rawId);
    return JSON.stringify({
      id: made.id,
      rawId,
      type: made.type,
      response,
      clientExtensionResults: {},
    });
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential || !navigator.credentials) continue;
    const without = document.getElementById("without-passkey");
    if (without) without.hidden = true;
    form.hidden = false;
    const fault = form.querySelector("[data-fault]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector("button");
      button.disabled = true;
      if (fault) fault.hidden = true;
      try {
        const made =
          form.dataset.passkey === "new"
            ? await navigator.credentials.create(wished(form))
            : await navigator.credentials.get(wished(form));
        form.elements.namedItem("answer").value = said(made);
        form.submit();
      } catch {
        button.disabled = false;
        if (fault) fault.hidden = false;
      }
    });
  }
})();
