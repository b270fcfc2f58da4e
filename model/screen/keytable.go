package screen

import (
	"io"
	"reflect"
	"sync"
	"unsafe"

	tea "charm.land/bubbletea/v2"
)

// keyTable is what Bubble Tea's readers (v2.0.10, Ultraviolet of August 2026) know of the sequences that keys send: the same for every
// terminal, and made by each reader for itself. It takes 124 KiB, which was a fifth of what a screen of 80x24 needs
// (Budgets/idle); there is no option to share it.
var keyTable struct {
	sync.Mutex
	shared reflect.Value // a map that is only read; zero: there was no reader yet
}

// input is what is typed on one of many terminals, for a program that reads it.
type input struct {
	io.Reader
	program *tea.Program
	begin   sync.Once
}

// Read implements [io.Reader]. The table is shared before there is something to be found in it: what reads has called this from a
// goroutine that it began after it was made.
func (in *input) Read(p []byte) (int, error) {
	in.begin.Do(func() { shareKeyTable(in.program) })
	return in.Reader.Read(p)
}

// shareKeyTable has the reader of a program use the table of all, and reports whether it does. In a version that has none of that name it
// keeps its own.
func shareKeyTable(p *tea.Program) (shares bool) {
	reader := field(reflect.ValueOf(p).Elem(), "inputScanner")
	if reader.Kind() != reflect.Pointer || reader.IsNil() {
		return false
	}
	scanner := field(reader.Elem(), "eventScanner")
	if scanner.Kind() != reflect.Pointer || scanner.IsNil() {
		return false
	}
	tables := []reflect.Value{field(reader.Elem(), "table"), field(scanner.Elem(), "table")}
	keyTable.Lock()
	defer keyTable.Unlock()
	if !keyTable.shared.IsValid() && tables[0].Kind() == reflect.Map {
		keyTable.shared = reflect.ValueOf(tables[0].Interface())
	}
	for _, table := range tables {
		if !keyTable.shared.IsValid() || table.Kind() != reflect.Map || table.Type() != keyTable.shared.Type() {
			return false
		}
	}
	for _, table := range tables {
		table.Set(keyTable.shared)
	}
	return true
}

// field returns a field of a struct that its package keeps to itself, which can be set; zero: there is none of that name.
func field(of reflect.Value, name string) reflect.Value {
	f := of.FieldByName(name)
	if !f.IsValid() || !f.CanAddr() {
		return reflect.Value{}
	}
	return reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
}
