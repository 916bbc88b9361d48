// Passkeys and security keys. A form with data-key holds the options; what the key answers is put
// into its hidden field and sent like any other form. Without this script the code works.
const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

async function make(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    },
  });
  return told(made, {
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [],
  });
}

async function use(options) {
  const shown = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
    },
  });
  return told(shown, {
    authenticatorData: toText(shown.response.authenticatorData),
    signature: toText(shown.response.signature),
    userHandle: shown.response.userHandle ? toText(shown.response.userHandle) : null,
  });
}

const told = (credential, response) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  clientExtensionResults: {},
  response: { ...response, clientDataJSON: toText(credential.response.clientDataJSON) },
});

for (const form of document.querySelectorAll("form[data-key]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const options = JSON.parse(form.dataset.options);
    const trouble = form.querySelector("[data-trouble]");
    trouble.hidden = true;
    try {
      const answer = await (form.dataset.key === "make" ? make(options) : use(options));
      form.querySelector("[name$=credential]").value = JSON.stringify(answer);
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
