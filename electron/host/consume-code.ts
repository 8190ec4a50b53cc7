/** Programs that call an endpoint, by language. The key comes from the environment: it is not for files. */
export interface ConsumeCode {
  readonly python: string;
  readonly csharp: string;
  readonly r: string;
  readonly javascript: string;
  readonly curl: string;
}

const keyVariable = 'ENDPOINT_KEY';

/** Writes programs that send `request` to `scoringUri`; each runs as it is with its language's own libraries. */
export function consumeCode(scoringUri: string, request: object): ConsumeCode {
  const json = JSON.stringify(request, null, 2);
  return {
    python: `import json
import os
import urllib.request

request = urllib.request.Request(
    ${JSON.stringify(scoringUri)},
    data=json.dumps(${pythonLiteral(request, 4)}).encode(),
    headers={
        "Content-Type": "application/json",
        "Authorization": "Bearer " + os.environ["${keyVariable}"],
    },
)
with urllib.request.urlopen(request) as response:
    print(json.load(response))
`,
    csharp: `using System.Net.Http.Headers;
using System.Text;

var key = Environment.GetEnvironmentVariable("${keyVariable}");
var body = """
${json}
""";
using var client = new HttpClient();
client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
var content = new StringContent(body, Encoding.UTF8, "application/json");
var response = await client.PostAsync(${JSON.stringify(scoringUri)}, content);
response.EnsureSuccessStatusCode();
Console.WriteLine(await response.Content.ReadAsStringAsync());
`,
    r: `library(httr2)

body <- r"---(${json})---"
response <- request(${JSON.stringify(scoringUri)}) |>
  req_auth_bearer_token(Sys.getenv("${keyVariable}")) |>
  req_body_raw(body, type = "application/json") |>
  req_perform()
print(resp_body_json(response))
`,
    javascript: `const response = await fetch(${JSON.stringify(scoringUri)}, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    Authorization: \`Bearer \${process.env.${keyVariable}}\`,
  },
  body: JSON.stringify(${json.replaceAll('\n', '\n  ')}),
});
if (!response.ok) throw new Error(\`\${response.status}: \${await response.text()}\`);
console.log(JSON.stringify(await response.json(), null, 2));
`,
    curl: `curl --fail-with-body ${shellQuote(scoringUri)} \\
  --header "Authorization: Bearer $${keyVariable}" \\
  --header 'Content-Type: application/json' \\
  --data ${shellQuote(JSON.stringify(request))}
`,
  };
}

/** A value as Python writes it. */
function pythonLiteral(value: unknown, indent: number): string {
  const inner = ' '.repeat(indent + 4);
  const end = ' '.repeat(indent);
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => `${inner}${pythonLiteral(item, indent + 4)},\n`).join('')}${end}]`;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) return '{}';
  const lines = entries.map(
    ([key, item]) => `${inner}${JSON.stringify(key)}: ${pythonLiteral(item, indent + 4)},\n`,
  );
  return `{\n${lines.join('')}${end}}`;
}

/** A text in single quotes, as the shell reads it. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
