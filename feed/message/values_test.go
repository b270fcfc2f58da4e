package message_test

import (
	"reflect"
	"testing"

	"sockeye/feed/message"
)

// TestValuesReadsTheFieldsOfAnEntryAgain by the number of the rule that it carries, one rule at a time.
func TestValuesReadsTheFieldsOfAnEntryAgain(t *testing.T) {
	bound := bind(t, `
presets:
  x:
    url: ws://127.0.0.1:1
    events:
      - {match: {op: status}, stop: true}
      - {match: {op: price}, each: l, where: {k: "*"}, label: s, time: t, values: {bid: b, ask: a}}
      - {match: {op: price}, each: l, label: s, value: q}
`)
	payload := []byte(`{"op":"price","l":[{"s":"A","k":1,"t":1772366400,"b":"1.50","a":"none","q":7},{"s":"B","q":8}]}`)
	r := message.NewReader(bound)
	got := r.Values(2, payload)
	want := []message.Record{{Label: []byte("A"), Time: 1772366400e9, At: 19, Values: []message.Value{{Name: "bid", Text: []byte("1.50"), Decimal: true}, {Name: "ask", Text: []byte("none"), None: true}, {Name: "value", Text: []byte("7"), Decimal: true}}}, {Label: []byte("B"), At: 78, Values: []message.Value{{Name: "value", Text: []byte("8"), Decimal: true}}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if got := r.Values(3, payload); len(got) != 2 || string(got[1].Label) != "B" || string(got[1].Values[0].Text) != "8" {
		t.Errorf("rule 3 reads %+v", got)
	}
	if got := r.Values(4, payload); got != nil {
		t.Errorf("a rule that is none reads %+v", got)
	}
}
