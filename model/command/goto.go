package command

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
)

var gotoCommands = []Command{
	{Name: "goto", Example: "-5m", Args: "TIME|-5m|#N", Help: "the log at a time, so long ago, or at an entry", Run: goTo},
}

var errGoto = errors.New("it is :goto 14:03:21, :goto -5m or :goto #88215")

// goTo shows the log at a time of the last day, so long ago, or at the entry of a number.
func goTo(on Target, args []string) (tea.Cmd, error) {
	if len(args) != 1 {
		return nil, errGoto
	}
	if number, ok := strings.CutPrefix(args[0], "#"); ok {
		return nil, goToEntry(on, number)
	}
	now := on.Screen.Now().In(on.Screen.Location())
	if d, err := time.ParseDuration(args[0]); err == nil && d < 0 {
		return nil, goToTime(on, now.Add(d))
	}
	for _, layout := range []string{"15:04:05.999", "15:04"} {
		if at, err := time.ParseInLocation(layout, args[0], now.Location()); err == nil {
			y, month, d := now.Date()
			at = time.Date(y, month, d, at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), now.Location())
			if at.After(now) {
				at = at.AddDate(0, 0, -1) // it was before midnight
			}
			return nil, goToTime(on, at)
		}
	}
	return nil, errGoto
}

func goToEntry(on Target, number string) error {
	n, err := strconv.ParseUint(number, 10, 64)
	if err != nil {
		return errGoto
	}
	if first, end := on.Log.Entries(); n < first || n >= end {
		return fmt.Errorf("the log has the entries from #%d to #%d; they are counted by Sockeye, and for a number of the feed there is %s", first, max(end, 1)-1, on.Log.SearchKey())
	}
	on.Log.GoTo(n)
	return nil
}

// goToTime shows the log at a time of which it has entries.
func goToTime(on Target, at time.Time) error {
	first, end := on.Log.Entries()
	if first == end {
		return errors.New("the log is empty")
	}
	oldest, newest := on.Log.Received(first), on.Log.Received(end-1)
	if !at.Add(time.Second).After(oldest) || at.After(newest) { // a time is typed in whole seconds
		clock := func(t time.Time) string { return t.In(on.Screen.Location()).Format("15:04:05") }
		return fmt.Errorf("there is no entry of %s: the log goes from %s to %s", clock(at), clock(oldest), clock(newest))
	}
	on.Log.Seek(at)
	return nil
}
