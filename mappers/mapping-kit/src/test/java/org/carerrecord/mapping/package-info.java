@NullMarked
package org.carerrecord.mapping;

import org.jspecify.annotations.NullMarked;
