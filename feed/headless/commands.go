package headless

import (
	"sockeye/feed"
	"sockeye/feed/alert"
	"sockeye/feed/event"
	"sockeye/feed/notify"
)

// RunCommands has the commands run that the alerts of a feed ask for, from now on, once for all its screens, and has recorded
// what they ask for, where there are recorders. It does not wait. trouble is called, by any goroutine, with what a command could not do; nil: it is in the log of the feed.
func RunCommands(f *feed.Feed, commands *notify.Commands, recorders *Recorders, trouble func(text string)) {
	if trouble == nil {
		trouble = func(text string) { f.Note(event.Trouble, text) }
	}
	f.OnAlert(func(c alert.Change) {
		if recorders != nil && c.Alert.Record > 0 && c.State != alert.Over {
			recorders.Alert(f, c.At.Add(-c.Alert.Record))
		}
		if c.Alert.Run == "" || c.Elsewhere {
			return
		}
		command, ok := commands.Named(c.Alert.Run)
		if !ok { // the configuration was read again without it
			trouble("there is no command " + c.Alert.Run + " any more to run for an alert: see ui.commands")
			return
		}
		commands.Run(command, notify.Event{
			Feed: f.Preset().Name, Alert: c.Alert.String(), State: c.State.String(), Label: c.Name, Labels: c.Names, Value: c.Value, Time: c.At, Text: c.Text,
			Lasted: c.Lasted,
		}, func(err error) {
			if err != nil {
				trouble("command " + command.Name + ": " + err.Error())
			}
		})
	})
}
