package preset

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	docs "sockeye/feed/preset/reference"
)

// entryOf is a preset with what an example of the reference leaves out.
func entryOf(example string) string {
	entry := strings.Replace(example, `${region}`, "eu", 1)
	for _, line := range []string{`url: "wss://example.org"`, "params: {symbols: [A]}", `subscribe: {send: "${symbol}"}`} {
		name, _, _ := strings.Cut(line, ":")
		if !strings.HasPrefix(example, name+":") {
			entry = line + "\n" + entry
		}
	}
	return entry
}

func TestEveryExampleOfTheReferenceIsRight(t *testing.T) {
	for _, e := range docs.Entries(docs.Keys(docs.Preset())) {
		if e.Example == "" || e.Doc == "" || e.Kind.Name == "" {
			t.Errorf("%s has no example, text or kind", e.Path)
			continue
		}
		if !regexp.MustCompile(`\b` + e.Name + `:`).MatchString(e.Example) {
			t.Errorf("the example of %s has no such key: %s", e.Path, e.Example)
		}
		if _, err := Parse("example", []byte(entryText(entryOf(e.Example)))); err != nil {
			t.Errorf("the example of %s is refused: %v", e.Path, err)
		}
	}
}

// keysRead are the keys that are read in the map around a place of a preset: what the error about an unknown key lists.
func keysRead(t *testing.T, lines string) []string {
	t.Helper()
	_, err := Parse("test", []byte(entryText(lines)))
	if err == nil {
		t.Fatalf("an unknown key is accepted in %s", lines)
	}
	_, list, ok := strings.Cut(err.Error(), "unknown key `"+unknownKey+"`")
	_, list, listed := strings.Cut(list, "there are ")
	if !ok || !listed {
		t.Fatalf("%s: the unknown key is not reported: %v", lines, err)
	}
	list, _, _ = strings.Cut(list, "\n")
	var keys []string
	for _, m := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(list, -1) {
		keys = append(keys, m[1])
	}
	slices.Sort(keys)
	return keys
}

const unknownKey = "zzzzzzzzzzzzzzzz"

func TestEveryKeyThatIsReadIsInTheReference(t *testing.T) {
	check := func(path, lines string, keys []docs.Key) {
		var names []string
		for _, k := range keys {
			names = append(names, k.Name)
		}
		slices.Sort(names)
		if got := keysRead(t, lines); !slices.Equal(got, names) {
			t.Errorf("%s: the reference has %q, and %q are read", path, names, got)
		}
	}
	top := docs.Keys(docs.Preset())
	check("preset", unknownKey+": 1", top)
	for _, e := range docs.Entries(top) {
		if len(e.Keys) == 0 {
			continue
		}
		lines := "{" + unknownKey + ": 1}"
		parts := strings.Split(e.Path, ".")
		for _, part := range slices.Backward(parts) {
			if slices.Contains([]string{"hello", "reply", "events"}, part) {
				lines = "[" + lines + "]"
			}
			lines = "{" + part + ": " + lines + "}"
		}
		check(e.Path, strings.TrimSuffix(strings.TrimPrefix(lines, "{"), "}"), e.Keys)
	}
}
