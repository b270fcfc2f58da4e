package model

import (
	"errors"
	"io/fs"
	"time"

	"sockeye/model/alerts"
	"sockeye/model/command"
	"sockeye/model/pane"
	"sockeye/widgets/header"
)

// headerNotes are what the header says of all feeds: that the network is lost, that a recording cannot be written, and what holds alerts
// back.
func headerNotes(o *Options, feeds *pane.Feeds, now time.Time) (notes []header.Note) {
	if o.Network != nil {
		if outage, lost := o.Network.Lost(); lost {
			since := outage.Since.In(o.Location).Format("15:04:05")
			notes = append(notes, header.Note{Text: "NETWORK LOST since " + since, Brief: "NETWORK LOST", Bad: true})
		}
	}
	if o.Recorder != nil {
		notes = append(notes, failingRecordings(o.Recorder, feeds)...)
	}
	return append(notes, alerts.Held(feeds, now, o.Location)...)
}

// failingRecordings says of which feeds the recording cannot be written, and why.
func failingRecordings(r command.Recorder, feeds *pane.Feeds) (notes []header.Note) {
	for _, t := range feeds.All {
		err := r.Failing(t.Tab.Feed())
		if err == nil {
			continue
		}
		var file *fs.PathError // whose name is in the log
		if errors.As(err, &file) {
			err = file.Err
		}
		brief := "NOT RECORDED"
		if len(feeds.All) > 1 {
			brief = t.Tab.Name + " " + brief
		}
		notes = append(notes, header.Note{Text: brief + ": " + err.Error(), Brief: brief, Bad: true})
	}
	return notes
}
