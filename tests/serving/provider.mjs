// A certified OpenID provider (npm oidc-provider) with one client that signs in by itself: node provider.mjs PORT
// It gives access tokens that are JWTs of the type at+jwt to the resource asked for (RFC 8707), by the algorithm
// that the resource's last word names; a request to /rotate gives it new keys.
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import Provider from "oidc-provider";

const port = Number(process.argv[2]);
const issuer = `http://127.0.0.1:${port}`;

function keys() {
  const made = [
    ["RS256", generateKeyPairSync("rsa", { modulusLength: 2048 })],
    ["ES256", generateKeyPairSync("ec", { namedCurve: "P-256" })],
  ];
  return made.map(([alg, pair]) => ({
    ...pair.privateKey.export({ format: "jwk" }), alg, use: "sig", kid: randomUUID(),
  }));
}

function provider() {
  return new Provider(issuer, {
    clients: [{
      client_id: "crm", client_secret: "a-secret-of-the-test", grant_types: ["client_credentials"],
      redirect_uris: [], response_types: [],
    }],
    jwks: { keys: keys() },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (context, resource) => ({
          scope: "iom", audience: "iom-service", accessTokenFormat: "jwt", accessTokenTTL: 300,
          jwt: { sign: { alg: resource.split("/").at(-1) } },
        }),
      },
    },
    extraTokenClaims: () => ({ groups: ["iom-readers"] }),
  }).callback();
}

let answer = provider();
createServer((request, response) => {
  if (request.url === "/rotate") {
    answer = provider();
    response.end("rotated");
  } else {
    answer(request, response);
  }
}).listen(port, "127.0.0.1", () => console.log("ready"));
