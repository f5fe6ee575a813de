// A real issuer of OpenID Connect for the tests: oidc-provider, with two people and one client.
import { Provider } from "oidc-provider";

const [port, origin, back, backchannel, secret = "a secret of thirty-two characters"] =
  process.argv.slice(2);
const people = {
  ana: { name: "Ana Lima", email: "ana@hospital.example", email_verified: true, groups: ["staff"] },
  bo: { name: "Bo Berg", email: "bo@hospital.example", email_verified: true, groups: [] },
};
const provider = new Provider(origin, {
  clients: [
    {
      client_id: "fedcop",
      client_secret: secret,
      redirect_uris: [back],
      post_logout_redirect_uris: [new URL("/", back).href],
      backchannel_logout_uri: backchannel,
      backchannel_logout_session_required: true,
    },
  ],
  claims: {
    openid: ["sub"],
    profile: ["name", "groups"],
    email: ["email", "email_verified"],
  },
  pkce: { required: () => true },
  features: {
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    devInteractions: { enabled: true },
  },
  cookies: { keys: ["for the tests alone"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
});
provider.proxy = origin.startsWith("https:"); // then something in front ends TLS
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
