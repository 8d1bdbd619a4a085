@NullMarked
package org.carerrecord.profiles;

import org.jspecify.annotations.NullMarked;
