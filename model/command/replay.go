package command

import (
	"errors"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

var replayCommands = []Command{
	{Name: "seek", Example: "03:10", Args: "TIME|-5m|+5m", Help: "play on from a time of the recording", Replays: true, Run: seek},
}

// ErrLive is why what is for a replay does nothing.
var ErrLive = errors.New("this is no replay: `sockeye replay` plays recordings")

// ErrMoment is what ParseMoment returns for a text that is no time.
var ErrMoment = errors.New("it is :seek 03:10, :seek 2026-11-25 03:10:30, :seek -5m or :seek +5m")

// seek has a replay go on at a time.
func seek(on Target, args []string) (tea.Cmd, error) {
	if on.Replay == nil {
		return nil, ErrLive
	}
	word := strings.Join(args, " ")
	if d, err := time.ParseDuration(word); err == nil && (word[0] == '-' || word[0] == '+') {
		on.Replay.Seek(on.Screen.Now().Add(d))
		return nil, nil
	}
	begin, end := on.Replay.Span()
	at, err := ParseMoment(word, begin.In(on.Screen.Location()), end.In(on.Screen.Location()))
	if err != nil {
		return nil, err
	}
	on.Replay.Seek(at)
	return nil, nil
}

// layouts are how a moment can be written: with its date, or as a time of day.
var layouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999", "2006-01-02T15:04", "2006-01-02 15:04"}

// ParseMoment reads a moment of a time from begin to end, in whose location it is: a time of day is the last one of those.
func ParseMoment(text string, begin, end time.Time) (at time.Time, err error) {
	for _, layout := range layouts {
		if at, err := time.ParseInLocation(layout, text, end.Location()); err == nil {
			return within(at, begin, end)
		}
	}
	for _, layout := range []string{"15:04:05.999999999", "15:04"} {
		at, err := time.ParseInLocation(layout, text, end.Location())
		if err != nil {
			continue
		}
		y, month, d := end.Date()
		at = time.Date(y, month, d, at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), end.Location())
		if at.After(end) {
			at = at.AddDate(0, 0, -1)
		}
		return within(at, begin, end)
	}
	return at, ErrMoment
}

// within returns a moment that is in the time from begin to end, up to a minute: what is written has no seconds.
func within(at, begin, end time.Time) (time.Time, error) {
	if at.Before(begin.Add(-time.Minute)) || at.After(end.Add(time.Minute)) {
		const layout = "2006-01-02 15:04:05"
		return at, errors.New("there is no recording of " + at.Format(layout) + ": it goes from " + begin.Format(layout) + " to " + end.Format(layout))
	}
	return at, nil
}
