package config

import (
	"fmt"
	"strings"

	"sockeye/feed/preset"
	"sockeye/feed/replay"
)

// BindRecorded makes the preset of a recorded feed ready to be replayed: the one of that name that is configured now, else the
// one that it was recorded with, of which text is what the recording says. Without either, each message is an event without
// values.
func (c *Config) BindRecorded(feed, text string) (*preset.Bound, error) {
	bound, _, err := c.bindRecorded(feed, text)
	return bound, err
}

// BindReplayed is BindRecorded, and says what is to be known of the preset where it is not the one that the feed was recorded with,
// else "".
func (c *Config) BindReplayed(feed, text string) (bound *preset.Bound, note string, err error) {
	bound, from, err := c.bindRecorded(feed, text)
	switch {
	case err != nil:
	case from == none:
		note = "the recording does not say its preset, and none has this name: messages are shown as they came"
	case from == configured && text == "":
		note = "the recording does not say its preset: the one of this name in the configuration is used"
	case from == configured && strings.TrimSpace(text) != strings.TrimSpace(bound.YAML()):
		note = "the preset was another one when this was recorded: the one of now, in the configuration, is used"
	}
	return bound, note, err
}

// origin is where the preset of a recorded feed comes from.
type origin uint8

const (
	none origin = iota
	configured
	recorded
)

func (c *Config) bindRecorded(feed, text string) (*preset.Bound, origin, error) {
	from := configured
	p, ok := c.Presets.Find(feed)
	if !ok && text != "" {
		presets, err := preset.Parse("recording", []byte("presets:\n"+text))
		if err != nil {
			return nil, none, fmt.Errorf("the preset with which %s was recorded: %w", feed, err)
		}
		from = recorded
		p, ok = presets.Find(feed)
	}
	if ok {
		bound, err := p.Bind(replay.Environment(), nil)
		return bound, from, err
	}
	b, err := preset.BindAddress("ws://recorded.invalid/", replay.Environment(), nil, nil, preset.TLS{})
	if err != nil {
		return nil, none, err
	}
	named := *b.Preset
	named.Name = feed
	b.Preset = &named
	return b, none, nil
}
