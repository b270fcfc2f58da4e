package reference

import "encoding/json"

// object is JSON with sorted keys.
type object = map[string]any

// Schema returns a JSON Schema (draft 2020-12) of a file with these keys at its top, indented. Its descriptions are those of the reference.
func Schema(title string, keys []Key) []byte {
	s := mapOf(keys)
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = title
	s["$defs"] = object{"match": json.RawMessage(match)}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // the fragments are constants
	}
	return append(text, '\n')
}

// match is a pattern, or a list of patterns.
const match = `{"anyOf":[
	{"$ref":"#/$defs/match/$defs/pattern"},
	{"type":"array","minItems":1,"items":{"$ref":"#/$defs/match/$defs/pattern"}}],
	"$defs":{
		"scalar":{"type":["string","number","boolean","null"]},
		"pattern":{"anyOf":[
			{"type":["string","number","boolean"]},
			{"type":"object","minProperties":1,"additionalProperties":{"anyOf":[
				{"$ref":"#/$defs/match/$defs/scalar"},
				{"type":"array","minItems":1,"items":{"$ref":"#/$defs/match/$defs/scalar"}}]}}]}}}`

// mapOf is the schema of a map.
func mapOf(keys []Key) object {
	properties := object{}
	var needed []string
	for _, k := range keys {
		properties[k.Name] = k.schema()
		if k.Need {
			needed = append(needed, k.Name)
		}
	}
	s := object{"type": "object", "properties": properties, "additionalProperties": false}
	if needed != nil {
		s["required"] = needed
	}
	return s
}

// schema is that of the value of a key.
func (k *Key) schema() object {
	s := object{}
	switch {
	case k.Kind.schema == "map":
		s["type"], s["additionalProperties"] = "object", mapOf(k.Keys)
	case k.Kind.schema != "":
		if err := json.Unmarshal([]byte(k.Kind.schema), &s); err != nil {
			panic(err) // the fragments are constants
		}
	case k.Kind.list:
		s["type"], s["items"] = "array", mapOf(k.Keys)
	case k.Kind.either:
		s["anyOf"] = []object{mapOf(k.Keys), {"type": "array", "items": mapOf(k.Keys)}}
	default:
		s = mapOf(k.Keys)
	}
	if k.Doc != "" {
		s["description"] = plain(k.Doc)
	}
	if k.Example != "" {
		s["examples"] = []string{k.Example}
	}
	return s
}
