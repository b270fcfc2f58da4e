// Package notify notifies what is outside of the screen of an alert: the terminal, which can ring and show a notification
// on the operator's desktop, over SSH too, and commands of the configuration.
//
// It decides nothing: the caller says what to send, and how. What the terminal is to be sent is handed
// back as bytes, because only one writer owns it. What comes from the network is made harmless for a terminal here; a
// command gets it as it is, as JSON.
package notify

import (
	"encoding/json"
	"math"
	"time"
)

// Event is what happened to an alert, as a command gets it.
type Event struct {
	Feed  string    // name of the feed
	Alert string    // the alert's text in its canonical spelling
	State string    // raised or over
	Label string    // of the row; "" where it is about the whole feed
	Value float64   // on which it was raised or is over; NaN where there is none
	Time  time.Time // of the value, else when it was noticed
	Text  string    // what happened, as the log says it
}

// MarshalJSON returns the event as an object with all keys, always:
//
//	{"feed": text, "alert": text, "state": "raised" or "over", "label": text, "value": number or null,
//	 "time": RFC 3339 with up to nine decimals, in UTC, "text": text}
func (e Event) MarshalJSON() ([]byte, error) {
	var value *float64
	if !math.IsNaN(e.Value) && !math.IsInf(e.Value, 0) {
		value = &e.Value
	}
	return json.Marshal(struct {
		Feed  string   `json:"feed"`
		Alert string   `json:"alert"`
		State string   `json:"state"`
		Label string   `json:"label"`
		Value *float64 `json:"value"`
		Time  string   `json:"time"`
		Text  string   `json:"text"`
	}{e.Feed, e.Alert, e.State, e.Label, value, e.Time.UTC().Format(time.RFC3339Nano), e.Text})
}
