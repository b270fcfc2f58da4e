package config

import (
	"bytes"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"sockeye/feed/preset/reference"
)

// schema is the JSON Schema, compiled.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("sockeye.json", parsed); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("sockeye.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// document is YAML as a validator has it.
func document(t *testing.T, text string) any {
	t.Helper()
	var read any
	if err := yaml.Unmarshal([]byte(text), &read); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	asJSON, err := json.Marshal(read)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		t.Fatalf("%v\n%s", err, asJSON)
	}
	return doc
}

func TestTheSchemaAcceptsTheBuiltInConfiguration(t *testing.T) {
	text, err := os.ReadFile("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := schema(t).Validate(document(t, string(text))); err != nil {
		t.Error(err)
	}
}

func TestTheSchemaAcceptsEveryExampleOfTheReference(t *testing.T) {
	s := schema(t)
	for _, e := range reference.Entries(Keys()) {
		text := e.Example
		if strings.HasPrefix(e.Path, "presets.") {
			if !strings.HasPrefix(text, "url:") {
				text = "url: wss://example.org\n" + text
			}
			text = "presets:\n  x:\n    " + strings.ReplaceAll(text, "\n", "\n    ")
		}
		if err := s.Validate(document(t, text)); err != nil {
			t.Errorf("%s: %v\n%s", e.Path, err, text)
		}
	}
}

func TestTheSchemaRefusesWhatIsRefused(t *testing.T) {
	s := schema(t)
	for _, lines := range []string{
		"zzz: 1",
		"ui: {theme: purple}",
		"ui: {fps: soon}",
		"presets: {x: {}}",
		"presets: {x: {url: wss://h, silence: 30}}",
		"presets: {x: {url: wss://h, heartbeats: [{type: ping}]}}",
		"presets: {x: {url: wss://h, frames: {decompress: lzma}}}",
		"presets: {x: {url: wss://h, events: {match: {a: b}}}}",
		"presets: {x: {url: wss://h, heartbeat: [{}]}}",
		"presets: {x: {url: wss://h, subscribe: {ack: {a: b}}}}",
		"presets: {x: {url: wss://h, hours: {from: '9'}}}",
	} {
		if s.Validate(document(t, lines)) == nil {
			t.Errorf("the schema accepts %s", lines)
		}
		if _, err := (&Loader{BuiltIn: []byte("open: []")}).Parse("x.yaml", []byte(lines)); err == nil {
			t.Errorf("the program accepts %s", lines)
		}
	}
}

// TestEverySettingThatIsReadIsInTheReference has an unknown key in each map: the error lists those that are read.
func TestEverySettingThatIsReadIsInTheReference(t *testing.T) {
	const unknown = "zzzzzzzzzzzzzzzz"
	check := func(path, text string, keys []reference.Key) {
		_, err := (&Loader{BuiltIn: []byte("open: [demo]")}).Parse("x.yaml", []byte(text))
		if err == nil {
			t.Fatalf("an unknown key is accepted: %s", text)
		}
		_, list, _ := strings.Cut(err.Error(), "unknown key `"+unknown+"`")
		_, list, _ = strings.Cut(list, "there are `")
		list, _, _ = strings.Cut(list, "`\n")
		read := strings.Split(strings.TrimRight(strings.TrimSpace(list), "`"), "`, `")
		var names []string
		for _, k := range keys {
			names = append(names, k.Name)
		}
		slices.Sort(names)
		if slices.Sort(read); !slices.Equal(read, names) {
			t.Errorf("%s: the reference has %q, and %q are read", path, names, read)
		}
	}
	check("configuration", unknown+": 1", Keys())
	for _, e := range reference.Entries(Keys()) {
		switch {
		case len(e.Keys) == 0 || strings.HasPrefix(e.Path, "presets"):
		case e.Path == "ui.commands":
			check(e.Path, "ui: {commands: {page: {webhook: 'https://h', "+unknown+": 1}}}", e.Keys)
		default:
			check(e.Path, e.Path+": {"+unknown+": 1}", e.Keys)
		}
	}
}
