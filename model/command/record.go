package command

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"sockeye/feed"
	"sockeye/feed/format"
	"sockeye/feed/preset/lang"
)

var recordCommands = []Command{
	{
		Name: "record", Example: "last 5m", Args: "on|off|last TIME", Help: "record what goes over the wire, also what was before", Run: record,
		Complete: words("on", "off", "last"),
	},
}

// Recorder records feeds. It may wait for the disk.
type Recorder interface {
	// Start records a feed from now on, and returns the folder.
	Start(f *feed.Feed) (folder string, err error)
	// Stop ends the recording of a feed.
	Stop(f *feed.Feed) error
	// Failing returns why the recording of a feed cannot be written at present; nil if it can, or if there is none. It does not wait.
	Failing(f *feed.Feed) error
	// Last records what a feed has received in the last while, and says what that was.
	Last(f *feed.Feed, last time.Duration) (said string, err error)
}

// record begins and ends a recording of the feed, or records what was before.
func record(on Target, args []string) (tea.Cmd, error) {
	recorder, f, name := on.Recorder, on.Feed, on.Tab.Name()
	if recorder == nil {
		return nil, errors.New("nothing is recorded of what is replayed")
	}
	begin := func(work func() (said string, err error)) (tea.Cmd, error) {
		return on.Jobs.Begin(":record", func(context.Context) (func() (tea.Cmd, error), func()) {
			said, err := work()
			return func() (tea.Cmd, error) {
				if err == nil {
					on.Screen.ShowNotice(said)
				}
				return nil, err
			}, func() {}
		})
	}
	switch {
	case len(args) == 1 && args[0] == "on":
		return begin(func() (string, error) {
			folder, err := recorder.Start(f)
			return fmt.Sprintf("%s is recorded in %s", name, folder), err
		})
	case len(args) == 1 && args[0] == "off":
		return begin(func() (string, error) { return name + " is no longer recorded", recorder.Stop(f) })
	case len(args) == 2 && args[0] == "last":
		last, err := lang.ParseWait(args[1])
		if err != nil || last <= 0 {
			return nil, fmt.Errorf(":record last %s: this is no time, as in :record last 5m", args[1])
		}
		return begin(func() (string, error) {
			said, err := recorder.Last(f, last)
			if err != nil {
				return "", fmt.Errorf("nothing is recorded of the last %s: %w", format.Duration(last), err)
			}
			return said, nil
		})
	}
	return nil, errors.New(":record is followed by on, off, or last and a time, as in :record last 5m")
}
