package playback

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"sockeye/feed/recording"
)

// hidden stands in a recording for what was secret.
const hidden = "•••"

// request is something that the recorded client has sent.
type request struct {
	raw      []byte
	value    any // the JSON of raw; nil: it is none
	id       string
	redacted bool
}

func newRequest(f *recording.Frame) *request {
	r := &request{raw: slices.Clone(f.Payload), redacted: f.Redacted}
	r.value = decode(r.raw)
	if f.ID != 0 {
		r.id = strconv.FormatInt(f.ID, 10)
	}
	return r
}

// decode returns JSON as a value, nil being none.
func decode(raw []byte) (value any) {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if d.Decode(&value) != nil || d.More() {
		return nil
	}
	return value
}

// kind is a text that is the same for requests that differ in their number only.
func (r *request) kind() string {
	if r.id == "" || r.value == nil {
		return string(r.raw)
	}
	text, _ := json.Marshal(replaced(r.value, r.id))
	return string(text)
}

// replaced returns a value without a number.
func replaced(value any, id string) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, item := range v {
			out[key] = replaced(item, id)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = replaced(item, id)
		}
		return out
	}
	if scalar(value) == id {
		return nil
	}
	return value
}

// change is a number that a client counts otherwise than the recorded one did: what answers it has the recorded number at
// the same key.
type change struct {
	key       string
	old, with string // as JSON
}

// match reports whether a message of a client asks for the same, whatever the order of keys and of names in lists is. A secret
// matches anything, and in a request that had one so does every other value: it may be a signature, or the time of one.
func (r *request) match(message []byte) (changes []change, ok bool) {
	value := decode(message)
	if r.value == nil || value == nil {
		return nil, value == nil && matchText(string(r.raw), string(message))
	}
	ok = r.matchValue("", r.value, value, &changes)
	return changes, ok
}

func (r *request) matchValue(key string, want, got any, changes *[]change) bool {
	switch w := want.(type) {
	case map[string]any:
		g, ok := got.(map[string]any)
		if !ok || len(w) != len(g) {
			return false
		}
		for name, value := range w {
			other, ok := g[name]
			if !ok || !r.matchValue(name, value, other, changes) {
				return false
			}
		}
		return true
	case []any:
		g, ok := got.([]any)
		if !ok || len(w) != len(g) {
			return false
		}
		w, g = sorted(w), sorted(g)
		for i := range w {
			if !r.matchValue(key, w[i], g[i], changes) {
				return false
			}
		}
		return true
	}
	switch got.(type) {
	case map[string]any, []any:
		return false
	}
	a, b := scalar(want), scalar(got)
	if a == b {
		return true
	}
	if r.id != "" && a == r.id {
		old, _ := json.Marshal(want)
		with, _ := json.Marshal(got)
		*changes = append(*changes, change{key, string(old), string(with)})
		return true
	}
	return r.redacted || matchText(a, b)
}

// scalar returns a value that is no list and no object as text.
func scalar(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// sorted returns a list of texts in order, and any other list as it is.
func sorted(list []any) []any {
	for _, item := range list {
		if _, ok := item.(string); !ok {
			return list
		}
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
	return list
}

// matchText compares texts, where what was secret in the first is anything.
func matchText(want, got string) bool {
	parts := strings.Split(want, hidden)
	rest, ok := strings.CutPrefix(got, parts[0])
	if !ok || len(parts) == 1 {
		return ok && rest == ""
	}
	for _, part := range parts[1 : len(parts)-1] {
		if _, rest, ok = strings.Cut(rest, part); !ok {
			return false
		}
	}
	return strings.HasSuffix(rest, parts[len(parts)-1])
}

// apply returns an answer with the numbers of the client in the place of those that were recorded.
func apply(payload []byte, changes []change) []byte {
	for _, c := range changes {
		payload = bytes.ReplaceAll(payload, []byte(`"`+c.key+`":`+c.old+`,`), []byte(`"`+c.key+`":`+c.with+`,`))
		payload = bytes.ReplaceAll(payload, []byte(`"`+c.key+`":`+c.old+`}`), []byte(`"`+c.key+`":`+c.with+`}`))
	}
	return payload
}
