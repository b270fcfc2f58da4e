package model

import (
	"sockeye/model/alerts"
	"sockeye/widgets/header"
)

// notes are what the header says of all feeds: that the network is lost, and what holds alerts back.
func (m *Model) notes() (notes []header.Note) {
	if m.options.Network != nil {
		if o, lost := m.options.Network.Lost(); lost {
			since := o.Since.In(m.options.Location).Format("15:04:05")
			notes = append(notes, header.Note{Text: "NETWORK LOST since " + since, Brief: "NETWORK " + since, Bad: true})
		}
	}
	return append(notes, alerts.Held(&m.tabs, m.now, m.options.Location)...)
}
