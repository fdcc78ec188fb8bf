"""Region packs: the districts and villages of a region with their boundaries. `actions.load_region` loads one."""
