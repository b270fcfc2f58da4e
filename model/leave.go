package model

import tea "charm.land/bubbletea/v2"

// leaveScreen ends the program with its last screen above the prompt of the shell, where it can be scrolled back to.
func (m *Model) leaveScreen() tea.Cmd {
	m.keeping = true
	return tea.Quit
}
