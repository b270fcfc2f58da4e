package config

import (
	"fmt"

	"sockeye/feed/preset"
	"sockeye/feed/replay"
)

// BindRecorded makes the preset of a recorded feed ready to be replayed: the one of that name that is configured now, else the
// one that it was recorded with, of which text is what the recording says. Without either, each message is an event without
// values.
func (c *Config) BindRecorded(feed, text string) (*preset.Bound, error) {
	p, ok := c.Presets.Find(feed)
	if !ok && text != "" {
		presets, err := preset.Parse("recording", []byte("presets:\n"+text))
		if err != nil {
			return nil, fmt.Errorf("the preset with which %s was recorded: %w", feed, err)
		}
		p, ok = presets.Find(feed)
	}
	if ok {
		return p.Bind(replay.Environment(), nil)
	}
	b, err := preset.BindAddress("ws://recorded.invalid/", replay.Environment(), nil, nil, preset.TLS{})
	if err != nil {
		return nil, err
	}
	named := *b.Preset
	named.Name = feed
	b.Preset = &named
	return b, nil
}
