# {{marker}}
