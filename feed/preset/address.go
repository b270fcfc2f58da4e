package preset

import (
	"fmt"
	"net/url"
	"sync"
)

// anyFeed is how a feed is watched of which nothing is known but its address: everything is shown, nothing is
// sent, and what many feeds use as a heartbeat is taken as one. This is the one place where that list stands.
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

var addressPreset = sync.OnceValues(func() (*Preset, error) {
	config, err := Load([]byte(anyFeed), "", nil)
	if err != nil {
		return nil, err
	}
	return config.Presets[0], nil
})

// BindAddress returns a preset, named after the host, for a feed of which only the address is known.
func BindAddress(address string) (*Bound, error) {
	p, err := addressPreset()
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || !hasScheme(address, webSocketSchemes) {
		return nil, fmt.Errorf("%s is no address of a feed: it is like wss://host/path or ws://127.0.0.1:8080", address)
	}
	named := *p
	named.Name = u.Host
	return named.Bind(Env{}, []Override{{Name: "address", Text: address}})
}
