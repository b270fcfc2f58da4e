package model

import (
	"time"

	"sockeye/model/alerts"
	"sockeye/model/pane"
	"sockeye/widgets/header"
)

// headerNotes are what the header says of all feeds: that the network is lost, and what holds alerts back.
func headerNotes(o *Options, feeds *pane.Feeds, now time.Time) (notes []header.Note) {
	if o.Network != nil {
		if outage, lost := o.Network.Lost(); lost {
			since := outage.Since.In(o.Location).Format("15:04:05")
			notes = append(notes, header.Note{Text: "NETWORK LOST since " + since, Brief: "NETWORK LOST", Bad: true})
		}
	}
	return append(notes, alerts.Held(feeds, now, o.Location)...)
}
