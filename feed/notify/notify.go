// Package notify runs the commands and calls the webhooks of the configuration that alerts ask for.
//
// It starts processes and calls over HTTP, each for a bounded time, in goroutines that live until [Commands.Close]: the caller
// waits for none of them. It decides nothing: the caller says which command, and for which event. It needs no screen, writes to no terminal, and
// passes a command the event as JSON, as it came from the network.
package notify

import (
	"encoding/json"
	"math"
	"time"
)

// over is the State of an alert that has ended.
const over = "over"

// Event is what happened to an alert, as a command gets it.
type Event struct {
	Feed   string    // name of the feed
	Alert  string    // the alert's text in its canonical spelling
	State  string    // raised or over
	Label  string    // that it is about; "" where it is about the whole feed, or about several
	Labels []string  // that failed together, of very many the first ones; nil where it is not about several
	Value  float64   // on which it was raised or is over; NaN where there is none
	Time   time.Time // of the value, else when it was noticed
	Text   string    // what happened, as the log says it

	Lasted time.Duration // with over: from when it was raised
}

// MarshalJSON returns the event as an object with all keys, always:
//
//	{"feed": text, "alert": text, "state": "raised" or "over", "label": text, "value": number or null,
//	 "time": RFC 3339 with up to nine decimals, in UTC, "text": text, "labels": list of texts,
//	 "lasted_seconds": number, or null with raised}
func (e Event) MarshalJSON() ([]byte, error) {
	var value *float64
	if !math.IsNaN(e.Value) && !math.IsInf(e.Value, 0) {
		value = &e.Value
	}
	var lasted *float64
	if e.State == over {
		seconds := e.Lasted.Seconds()
		lasted = &seconds
	}
	labels := e.Labels
	if labels == nil {
		labels = []string{}
	}
	return json.Marshal(struct {
		Feed   string   `json:"feed"`
		Alert  string   `json:"alert"`
		State  string   `json:"state"`
		Label  string   `json:"label"`
		Value  *float64 `json:"value"`
		Time   string   `json:"time"`
		Text   string   `json:"text"`
		Labels []string `json:"labels"`
		Lasted *float64 `json:"lasted_seconds"`
	}{e.Feed, e.Alert, e.State, e.Label, value, e.Time.UTC().Format(time.RFC3339Nano), e.Text, labels, lasted})
}
