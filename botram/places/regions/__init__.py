"""Region packs: districts and villages with their boundaries. `actions.load_region` loads one."""
