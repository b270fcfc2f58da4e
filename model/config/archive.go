package config

import (
	"fmt"
	"net/url"
	"regexp"

	"sockeye/feed/replay"
)

// At returns the names of the presets whose feed is at an address: those of the same host, port and path.
func (c *Config) At(address string) (names []string) {
	for _, p := range c.Presets.All() {
		bound, err := p.Bind(replay.Environment(), nil)
		if err == nil && isSamePlace(bound.URL, address) {
			names = append(names, p.Name)
		}
	}
	return names
}

// isSamePlace compares addresses without their queries.
func isSamePlace(a, b string) bool {
	one, err := url.Parse(a)
	if err != nil {
		return false
	}
	other, err := url.Parse(b)
	if err != nil {
		return false
	}
	place := func(u *url.URL) string {
		port, path := u.Port(), u.Path
		if port == "" && u.Scheme == "wss" {
			port = "443"
		} else if port == "" {
			port = "80"
		}
		if path == "" {
			path = "/"
		}
		return u.Scheme + " " + u.Hostname() + " " + port + path
	}
	return place(one) == place(other)
}

// Recorded returns the feed that an archive of connections to an address is of, and what its preset says, as a recording has
// both: that of the preset with a name, or else, where that is "", a feed without a preset. n distinguishes connections that are
// open at the same time, from 1 on.
func (c *Config) Recorded(name, address string, n int) (feed, text string, err error) {
	if name == "" {
		feed = "feed"
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			feed = u.Host
		}
	} else {
		p, ok := c.Presets.Find(name)
		if !ok {
			return "", "", c.unknownPreset(name)
		}
		feed, text = p.Name, p.YAML()
	}
	if n == 1 {
		return feed, text, nil
	}
	numbered := fmt.Sprintf("%s-%d", feed, n)
	return numbered, renamed(text, feed, numbered), nil
}

// renamed returns the text of a preset with another name.
func renamed(text, from, to string) string {
	key := regexp.MustCompile(`(?m)^(\s*)["']?` + regexp.QuoteMeta(from) + `["']?(\s*:)`)
	at := key.FindStringSubmatchIndex(text)
	if at == nil {
		return ""
	}
	return text[:at[3]] + to + text[at[4]:]
}
