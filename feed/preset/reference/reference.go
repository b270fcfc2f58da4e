// Package reference documents the configuration: each key once, with what its value is, what it does and an example, and what
// holds for the preset language as a whole. The help, the man page, the README and the JSON Schema are made of it.
//
// It is data and text. The packages that read the keys, feed/preset and model/config, check in their tests that every key that
// they read is documented here or beside them, that every one that is documented is read, and that the examples are right.
package reference

import (
	"slices"
	"strings"
)

// Key documents a key of a map.
type Key struct {
	Name    string
	Kind    Kind
	Default string // what holds where the key is missing, as it would be written; "": nothing
	Need    bool   // the map must have it
	Doc     string // sentences, as Markdown
	Example string // lines of YAML, as they stand in the map at the top: for `ack`, a whole `subscribe`
	Keys    []Key  // those of a map; its Kind says whether it may be a list of such maps
}

// Section is some keys that are about the same.
type Section struct {
	Title string
	Keys  []Key
}

// Topic is what holds in more than one place.
type Topic struct {
	Name  string // a word to ask for it
	Title string
	Doc   string // paragraphs and lists, as Markdown
}

// Preset returns the keys of a preset, in sections.
func Preset() []Section {
	return []Section{
		{"What it is", what()},
		{"Connecting", connecting()},
		{"Frames", frames()},
		{"Talking", talking()},
		{"Events", events()},
		{"Freshness and alerts", freshness()},
	}
}

// Keys returns the keys of sections, one section after the other.
func Keys(sections []Section) (keys []Key) {
	for _, s := range sections {
		keys = append(keys, s.Keys...)
	}
	return keys
}

// Entry is a key with its full name, such as `subscribe.ack`.
type Entry struct {
	Path string
	Key
}

// Entries returns keys and the keys inside of them, in order.
func Entries(keys []Key) (all []Entry) {
	for _, k := range keys {
		all = append(all, Entry{k.Name, k})
		for _, inner := range Entries(k.Keys) {
			all = append(all, Entry{k.Name + "." + inner.Path, inner.Key})
		}
	}
	return all
}

// Find returns the entries that a word names: that of a full name, or all whose last name it is.
func Find(keys []Key, word string) (found []Entry) {
	all := Entries(keys)
	if i := slices.IndexFunc(all, func(e Entry) bool { return e.Path == word }); i >= 0 {
		return all[i : i+1]
	}
	for _, e := range all {
		if e.Name == word || strings.HasSuffix(e.Path, "."+word) {
			found = append(found, e)
		}
	}
	return found
}
