package config

import (
	"strings"

	"sockeye/feed/preset"
	"sockeye/feed/replay"
)

// BindReplayed makes the preset of a recorded feed ready to be replayed: the one of that name that is configured now, else the
// one that it was recorded with, of which text is what the recording says. Without either, or where that cannot be read, each
// message is an event without values. The note is what is to be known of the preset where it is not the one that the feed was
// recorded with, else "".
func (c *Config) BindReplayed(feed, text string) (bound *preset.Bound, note string, err error) {
	bound, from, wrong, err := c.bindRecorded(feed, text)
	switch {
	case err != nil:
	case wrong != nil:
		note = "the preset with which it was recorded cannot be read, and messages are shown as they came: " + wrong.Error()
	case from == none:
		note = "the recording does not say its preset, and none has this name: messages are shown as they came"
	case from == configured && text == "":
		note = "the recording does not say its preset: the one of this name in the configuration is used"
	case from == configured && strings.TrimSpace(text) != strings.TrimSpace(bound.RecordedYAML()):
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

// bindRecorded makes a preset ready, and says where it comes from. wrong is why the one of the recording cannot be read.
func (c *Config) bindRecorded(feed, text string) (bound *preset.Bound, from origin, wrong, err error) {
	from = configured
	p, ok := c.Presets.Find(feed)
	if !ok && text != "" {
		presets, err := preset.Parse("recording", []byte("presets:\n"+text))
		if err != nil {
			wrong = err
		} else {
			from = recorded
			p, ok = presets.Find(feed)
		}
	}
	if ok {
		bound, err = p.Bind(replay.Environment(), nil)
		return bound, from, nil, err
	}
	b, err := preset.BindAddress("ws://recorded.invalid/", replay.Environment(), nil, nil, preset.TLS{})
	if err != nil {
		return nil, none, nil, err
	}
	named := *b.Preset
	named.Name = feed
	b.Preset = &named
	return b, none, wrong, nil
}
