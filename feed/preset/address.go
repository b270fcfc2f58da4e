package preset

import (
	"fmt"
	"net/url"
	"strings"

	"sockeye/feed/preset/lang"
	"sockeye/feed/preset/yamldoc"
)

// anyFeed is how a feed is watched of which nothing is known but its address: everything is shown, nothing is
// sent, and what many feeds use as a heartbeat is read as one. This is the one place where that list stands.
const anyFeed = `
presets:
  address:
    url: "${address}"
    params: {address: ""}
    heartbeat:
      - {event: [heartbeat, ping, pong, hb]}
      - {type: [heartbeat, ping, pong, ka, keepalive]}
      - {channel: [heartbeat, heartbeats]}
      - {method: [heartbeat, ping, pong]}
      - {op: [heartbeat, ping, pong]}
      - {1: hb}
      - "/^(ping|pong|heartbeat|2|3)$/"
`

// BindAddress returns a preset, named after the host, for a feed of which only the address is known. headers are like
// `Name: Value`, and may hold placeholders for the environment and for secrets. security is for a wss:// address.
func BindAddress(address string, env Env, headers, subprotocols []string, security TLS) (*Bound, error) {
	if problem, hint := addressProblem(address, hideUser(address)); problem != "" {
		if hint == "" {
			hint = "it is like wss://host/path or ws://127.0.0.1:8080"
		}
		return nil, fmt.Errorf("%s: %s", problem, hint)
	}
	u, _ := url.Parse(address)
	if security != (TLS{}) && u.Scheme != "wss" {
		return nil, fmt.Errorf("--ca and --insecure are about TLS, which %s does not use: it is for wss://", hideUser(address))
	}
	text := anyFeed
	if len(headers) > 0 {
		text += "    headers:\n"
		for _, h := range headers {
			name, value, ok := strings.Cut(h, ":")
			if !ok {
				return nil, fmt.Errorf("the header %s has no colon: it is like 'Name: Value'", name)
			}
			text += fmt.Sprintf("      %s: %s\n", quoted(strings.TrimSpace(name)), quoted(strings.TrimSpace(value)))
		}
	}
	if len(subprotocols) > 0 {
		text += "    subprotocols:\n"
		for _, name := range subprotocols {
			text += "      - " + quoted(name) + "\n"
		}
	}
	presets, err := Parse(yamldoc.BuiltIn, []byte(text))
	if err != nil {
		return nil, err
	}
	p := presets[0]
	p.Name, p.TLS = u.Host, security
	return p.Bind(env, []Override{{Name: "address", Text: address}})
}

// quoted is a text as YAML in double quotes, which JSON is part of.
func quoted(text string) string { return string(lang.TextValue(text).AppendJSON(nil)) }
