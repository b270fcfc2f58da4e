package json_test

import (
	stdjson "encoding/json"
	"strings"
	"testing"

	"sockeye/feed/message/json"
)

func TestComplaintSaysWhere(t *testing.T) {
	for text, want := range map[string]string{
		`{"s":"X","v":62,}`:              "unexpected } at byte 17",
		`{'s':'X'}`:                      "unexpected ' at byte 2",
		`{"s":"X","v":64`:                "it ends too early, after byte 15",
		`{"s":"A","v":1}{"s":"B","v":2}`: "something follows after its end, at byte 16",
		`{"s":"A",,"v":1}`:               "unexpected , at byte 10",
		`pong`:                           "unexpected p at byte 1",
		`{"a":01}`:                       "unexpected 0 at byte 6",
		`["a` + "\n" + `"]`:              `unexpected "\n" at byte 4`,
		`["\x"]`:                         "unexpected x at byte 4",
		`["abc`:                          "it ends too early, after byte 5",
		``:                               "it ends too early, after byte 0",
		"\ufeff{}":                       "unexpected byte order mark at byte 1",
		"[1,\u00a02]":                    `unexpected "\u00a0" at byte 4`,
		`[1}`:                            "unexpected } at byte 3",
		`{"v":NaN,"w":[-Infinity]}`:      "",
		` {"a":[1,{}, "\u00e4"]} `:       "",
	} {
		if got := json.Complaint([]byte(text)); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

// FuzzComplaint agrees with encoding/json about what is JSON.
func FuzzComplaint(f *testing.F) {
	for _, text := range []string{`{"a":[1,2.5e3,"x\u00e4"],"b":{}}`, `[1,]`, `{"a"}`, `"\`, `"\u12`, `[[`, `-`, "\x80"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if s := string(text); strings.Contains(s, "NaN") || strings.Contains(s, "Infinity") || strings.Count(s, "[")+strings.Count(s, "{") > 5000 {
			return
		}
		if got := json.Complaint(text); (got == "") != stdjson.Valid(text) {
			t.Errorf("%q: %q", text, got)
		}
	})
}
