import {
  csharpRaw,
  isPlain,
  javascriptLiteral,
  pythonLiteral,
  quoted,
  rRaw,
  safeJson,
  shellQuote,
} from './code-literals.ts';

/** Programs that call an endpoint, by language. The key comes from the environment: it is not for files. */
export interface ConsumeCode {
  readonly python: string;
  readonly csharp: string;
  readonly r: string;
  readonly javascript: string;
  readonly curl: string;
}

/** What the programs send. */
export interface ConsumeRequest {
  readonly scoringUri: string;
  /** A text is sent as it is. */
  readonly request: object | string;
  /** A deployment; without it the traffic decides. */
  readonly deployment?: string | undefined;
}

const keyVariable = 'ENDPOINT_KEY';
const deploymentHeader = 'azureml-model-deployment';

/** Writes programs that send a request; each runs as it is with its language's own libraries. */
export function consumeCode({ scoringUri, request: given, deployment }: ConsumeRequest): ConsumeCode {
  const request = typeof given === 'string' ? parsedOr(given) : given;
  const url = quoted(scoringUri);
  return {
    python: python(url, request, deployment),
    csharp: csharp(url, request, deployment),
    r: r(url, request, deployment),
    javascript: javascript(url, request, deployment),
    curl: curl(scoringUri, request, deployment),
  };
}

/** What was typed as a value where that means the same; a text that is no JSON stays a text. */
function parsedOr(text: string): object | string {
  try {
    const value: unknown = JSON.parse(text);
    // Digits that a number would lose, and keys that stand twice, are sent as they were typed.
    const isSame = JSON.stringify(value) === withoutBlanks(text);
    return isSame && typeof value === 'object' && value !== null ? value : text;
  } catch {
    return text;
  }
}

/** JSON without the blanks between its parts. */
function withoutBlanks(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, text: string | undefined) => text ?? '');
}

function python(url: string, request: object | string, deployment: string | undefined): string {
  const isText = typeof request === 'string';
  const data = isText ? `${quoted(request)}.encode()` : `json.dumps(${pythonLiteral(request, 4)}).encode()`;
  const named = deployment === undefined ? '' : `        "${deploymentHeader}": ${quoted(deployment)},\n`;
  return `import json
import os
import urllib.request

request = urllib.request.Request(
    ${url},
    data=${data},
    headers={
        "Content-Type": "application/json",
        "Authorization": "Bearer " + os.environ["${keyVariable}"],
${named}    },
)
with urllib.request.urlopen(request) as response:
    print(json.dumps(json.load(response), indent=2))
`;
}

function csharp(url: string, request: object | string, deployment: string | undefined): string {
  const text = typeof request === 'string' ? request : safeJson(request, 2);
  const body = isPlain(text) ? csharpRaw(text) : quoted(text);
  const named =
    deployment === undefined
      ? ''
      : `client.DefaultRequestHeaders.Add("${deploymentHeader}", ${quoted(deployment)});\n`;
  return `using System.Net.Http.Headers;
using System.Text;

var key = Environment.GetEnvironmentVariable("${keyVariable}");
var body = ${body};
using var client = new HttpClient();
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
${named}var content = new StringContent(body, Encoding.UTF8, "application/json");
var response = await client.PostAsync(${url}, content);
response.EnsureSuccessStatusCode();
Console.WriteLine(await response.Content.ReadAsStringAsync());
`;
}

function r(url: string, request: object | string, deployment: string | undefined): string {
  const text = typeof request === 'string' ? request : safeJson(request, 2);
  const body = isPlain(text) ? rRaw(text) : quoted(text);
  const named =
    deployment === undefined ? '' : `  req_headers("${deploymentHeader}" = ${quoted(deployment)}) |>\n`;
  return `library(httr2)

body <- ${body}
response <- request(${url}) |>
  req_auth_bearer_token(Sys.getenv("${keyVariable}")) |>
${named}  req_body_raw(body, type = "application/json") |>
  req_perform()
print(resp_body_json(response))
`;
}

function javascript(url: string, request: object | string, deployment: string | undefined): string {
  const body =
    typeof request === 'string' ? quoted(request) : `JSON.stringify(${javascriptLiteral(request, 2)})`;
  const named = deployment === undefined ? '' : `    '${deploymentHeader}': ${quoted(deployment)},\n`;
  return `const response = await fetch(${url}, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    Authorization: \`Bearer \${process.env.${keyVariable}}\`,
${named}  },
  body: ${body},
});
if (!response.ok) throw new Error(\`\${response.status}: \${await response.text()}\`);
console.log(JSON.stringify(await response.json(), null, 2));
`;
}

function curl(scoringUri: string, request: object | string, deployment: string | undefined): string {
  const text = typeof request === 'string' ? request : safeJson(request);
  const named =
    deployment === undefined ? '' : `  --header ${shellQuote(`${deploymentHeader}: ${deployment}`)} \\\n`;
  // Brackets in an address are no pattern, and an @ at the beginning of a body is no file.
  return `curl --fail-with-body --globoff ${shellQuote(scoringUri)} \\
  --header "Authorization: Bearer $${keyVariable}" \\
  --header 'Content-Type: application/json' \\
${named}  --data-raw ${shellQuote(text)}
`;
}
