package playback

import (
	"testing"

	"sockeye/feed/recording"
)

func TestRequestsAreCompared(t *testing.T) {
	for name, test := range map[string]struct {
		recorded recording.Frame
		message  string
		want     bool
	}{
		"the same":                      {recording.Frame{Payload: []byte(`{"sub":["A","B"],"n":1}`)}, `{"sub":["A","B"],"n":1}`, true},
		"another order":                 {recording.Frame{Payload: []byte(`{"sub":["A","B"],"n":1}`)}, `{ "n":1, "sub":["B","A"] }`, true},
		"other symbols":                 {recording.Frame{Payload: []byte(`{"sub":["A","B"]}`)}, `{"sub":["A","C"]}`, false},
		"fewer symbols":                 {recording.Frame{Payload: []byte(`{"sub":["A","B"]}`)}, `{"sub":["A"]}`, false},
		"another key":                   {recording.Frame{Payload: []byte(`{"sub":"A"}`)}, `{"unsub":"A"}`, false},
		"more keys":                     {recording.Frame{Payload: []byte(`{"sub":"A"}`)}, `{"sub":"A","x":1}`, false},
		"another number of the request": {recording.Frame{Payload: []byte(`{"sub":"A","id":7}`), ID: 7}, `{"sub":"A","id":12}`, true},
		"another number":                {recording.Frame{Payload: []byte(`{"sub":"A","depth":8,"id":7}`), ID: 7}, `{"sub":"A","depth":9,"id":7}`, false},
		"a list for a value":            {recording.Frame{Payload: []byte(`{"sub":"A"}`)}, `{"sub":["A"]}`, false},
		"a secret":                      {recording.Frame{Payload: []byte(`{"key":"•••","sign":"x","at":1}`), Redacted: true}, `{"key":"k","sign":"y","at":2}`, true},
		"a secret in another request":   {recording.Frame{Payload: []byte(`{"key":"•••","sign":"x"}`), Redacted: true}, `{"key":"k"}`, false},
		"text":                          {recording.Frame{Payload: []byte("SUB A")}, "SUB A", true},
		"another text":                  {recording.Frame{Payload: []byte("SUB A")}, "SUB B", false},
		"text with secrets":             {recording.Frame{Payload: []byte("A•••B•••C")}, "AxByyC", true},
		"another text with secrets":     {recording.Frame{Payload: []byte("A•••B•••C")}, "AxxyyC", false},
		"text for JSON":                 {recording.Frame{Payload: []byte(`{"a":1}`)}, "{", false},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := newRequest(&test.recorded).match([]byte(test.message)); got != test.want {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestAnswersHaveTheNumberOfTheClient(t *testing.T) {
	changes, ok := newRequest(&recording.Frame{Payload: []byte(`{"a":{"id":"7"},"req":7}`), ID: 7}).match([]byte(`{"a":{"id":"x"},"req":12}`))
	if !ok {
		t.Fatal("no match")
	}
	if got := string(apply([]byte(`{"req":7,"id":"7","other":7,"z":{"id":"77","req":7}}`), changes)); got != `{"req":12,"id":"x","other":7,"z":{"id":"77","req":12}}` {
		t.Error(got)
	}
}
